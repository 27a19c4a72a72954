"""A fuzz of the real window (`make fuzz`): seeded actions of a user, and mutated files, watched by what must always hold."""
