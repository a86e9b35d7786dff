"""What teachers and pupils type in."""
