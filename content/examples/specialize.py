class Add:
    """A model of one instruction that adapts."""

    name = "BINARY_OP"
    wait = 2

    def run(self, left, right):
        integers = type(left) is int and type(right) is int
        if self.name == "BINARY_OP_ADD_INT" and not integers:
            self.name = "BINARY_OP"  # the guard has failed
            self.wait = 4
        elif self.wait > 0:
            self.wait -= 1
        elif integers:
            self.name = "BINARY_OP_ADD_INT"
        return left + right

add = Add()
for left, right in (1, 2), (3, 4), (5, 6), (7, 8), (0.5, 9), (10, 11):
    print(f"{add.name:<18}{left:>4} + {right:<3} =", add.run(left, right))
