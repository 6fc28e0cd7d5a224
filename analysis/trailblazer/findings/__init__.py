"""Claims, propositions, verdicts, wording and the record of a finding."""
