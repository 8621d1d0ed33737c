"""Method calls, attributes and floats."""

class Body:
    def __init__(self, x, v):
        self.x = x
        self.v = v

    def step(self, dt):
        self.x += self.v * dt
        self.v -= self.x * dt

bodies = [Body(float(i), 1.0) for i in range(10)]
for _ in range(800_000):
    for body in bodies:
        body.step(0.001)
