"""Pure statistics: tables in, an Estimate or a Prominence out."""
