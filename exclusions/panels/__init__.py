"""The pool of people who may sit on an independent review panel, and who of them may sit on which."""
