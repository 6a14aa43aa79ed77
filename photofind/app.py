"""The facade: opens, owns and closes everything. The command line and the window talk to nothing else."""
