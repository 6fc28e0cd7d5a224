"""What a notebook shows: charts, tables and conclusions, as MyST with computed words."""
