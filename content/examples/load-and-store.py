left, right = 1, 2
left, right = right, left
print(left, right)
