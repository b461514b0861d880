"""What turns a checkout into a program that runs."""
