"""What a working day is made of: hands that count, the acts that tickets wait for, and where they wait."""
