"""The verbs of the record room: one function and one transaction each."""
