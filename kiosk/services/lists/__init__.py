"""The lists that a record room lives by."""
