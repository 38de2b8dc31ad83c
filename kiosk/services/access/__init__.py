"""Who is asking, what they may do, and whose names they see."""
