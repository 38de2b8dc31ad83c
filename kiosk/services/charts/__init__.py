"""Charts and their patients: found, made, corrected, merged, missing."""
