"""The desk dialogue as pure rules: FIELD's tables as data, without a database."""
