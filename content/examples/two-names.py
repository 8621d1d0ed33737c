shelf = ["tea"]
other = shelf

other.append("rice")
print(shelf, other is shelf)

other = other + ["honey"]
print(shelf, other is shelf)
