"""What every room keeps: the audit, codes, the chain of facts and its check."""
