"""Schools: classes, pupils without accounts, quiz modules assigned, results a teacher can act on."""
