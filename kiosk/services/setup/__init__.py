"""What a record room consists of: places, people, stations, rules."""
