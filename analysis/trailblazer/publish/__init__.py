"""From records and executed notebooks to the site, the PDF and the downloads."""
