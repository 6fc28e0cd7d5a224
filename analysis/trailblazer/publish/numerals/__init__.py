"""No orphan number: every numeral a reader sees is traced to where it came from."""
