"""What differs between any two sides of a plan, field by field, and what it means for the kitchen."""
