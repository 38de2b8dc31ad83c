"""Chart Kiosk: where every paper chart is, kept true by scanning."""
