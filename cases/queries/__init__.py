"""Every question that the kernel's pages ask of the database, built on what the user may see."""
