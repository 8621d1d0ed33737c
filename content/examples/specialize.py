class Add:
    "A model of one instruction."
    name = "BINARY_OP"
    wait = 2

    def run(self, left, right):
        same = type(left) is type(right) is int
        if self.name == "BINARY_OP":
            if self.wait > 0:
                self.wait -= 1
            elif same:
                self.name = "BINARY_OP_ADD_INT"
        elif not same:  # the guard fails
            self.name = "BINARY_OP"
            self.wait = 4
        return left + right

add = Add()
for pair in "12", "34", "56", "78":
    left, right = map(int, pair)
    print(add.name, add.run(left, right))
print(add.name, add.run(0.5, 9))
print(add.name, add.run(10, 11))
