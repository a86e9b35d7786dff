"""What teachers and pupils type in, by noun."""
