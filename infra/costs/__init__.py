"""What a month of a desk costs, from measured units and a table of prices."""
