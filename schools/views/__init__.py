"""HTTP: teachers' screens and pupils' pages, by noun. Who may open what: schools.guard."""
