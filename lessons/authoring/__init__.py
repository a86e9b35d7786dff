"""Pages of the CMS that lessons adds for educators."""
