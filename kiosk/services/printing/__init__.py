"""Labels, cards and slips: from codes to paper."""
