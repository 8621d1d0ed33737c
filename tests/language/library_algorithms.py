"""itertools, heapq, bisect, graphlib, array, struct, queue, sched"""
import array, bisect, graphlib, heapq, itertools as it, operator, queue, sched, struct


def attempt(f):
    try:
        print(f())
    except Exception as error:
        print(type(error).__name__, error)


print(list(it.accumulate([1, 2, 3], operator.mul, initial=2)), list(it.batched('abcdefg', 3)), list(it.chain('ab', [1])), list(it.chain.from_iterable(['x', 'yz'])), list(it.combinations('abc', 2)), list(it.combinations_with_replacement('ab', 2)), list(it.permutations(range(3), 2)))
print(list(it.compress('abcd', [1, 0, 1])), list(it.islice(it.count(5, 2.5), 3)), list(it.islice(it.cycle('ab'), 5)), list(it.dropwhile(str.islower, 'abCd')), list(it.takewhile(str.islower, 'abCd')), list(it.filterfalse(None, [0, 1, '', 2])), [(k, list(g)) for k, g in it.groupby('AAbBb', str.lower)])
print(list(it.islice('abcdef', 1, None, 2)), list(it.pairwise('abcd')), list(it.product('ab', [1, 2])), list(it.product([0, 1], repeat=2)), list(it.repeat('x', 3)), list(it.starmap(pow, [(2, 3), (3, 2)])), list(it.zip_longest('ab', 'c', fillvalue='-')), [list(x) for x in it.tee('ab', 2)], it.count(3), it.repeat(1, 2))
for f in (lambda: list(it.batched('abc', 2, strict=True)), lambda: it.islice([], -1), lambda: it.combinations('a', -1), lambda: list(it.starmap(pow, [1])), lambda: it.product([1], repeat=-1)):
    attempt(f)
heap = [5, 3, 8, 1, 9, 2]
heapq.heapify(heap)
print(heap, heapq.heappop(heap), heapq.heappushpop(heap, 0), heapq.heapreplace(heap, 7), heap, heapq.nlargest(2, heap), heapq.nsmallest(2, ['bbb', 'a', 'cc'], key=len), list(heapq.merge([1, 4], [2, 3], [0, 9])), list(heapq.merge('ca', 'b', reverse=True)))
top = [1, 5, 3]
heapq.heapify_max(top)
print(top, heapq.heappop_max(top), heapq.heappushpop_max(top, 0))
attempt(lambda: heapq.heappop([]))
row = [1, 3, 3, 5]
print(bisect.bisect_left(row, 3), bisect.bisect(row, 3), bisect.insort(row, 4), row, bisect.bisect_left(['a', 'bb', 'ccc'], 2, key=len), bisect.bisect_right(row, 9, 0, 2))
attempt(lambda: bisect.bisect(row, 3, lo=-1))
graph = graphlib.TopologicalSorter({'d': {'b', 'c'}, 'b': {'a'}, 'c': {'a'}})
order = list(graph.static_order()); print(order[0], sorted(order[1:3]), order[3])
graph = graphlib.TopologicalSorter(); graph.add('x', 'y'); graph.prepare()
while graph.is_active(): ready = graph.get_ready(); print(ready); graph.done(*ready)
attempt(lambda: list(graphlib.TopologicalSorter({1: [2], 2: [1]}).static_order()))
a = array.array('i', [3, 1, 2])
a.append(9); a.extend(array.array('i', [4])); a.insert(0, 7); print(a, a.itemsize, a.typecode, a[1:3], a.index(9), a.pop(), a.count(1), a.tolist(), len(a.tobytes()), a + a[:1], a * 2, 9 in a, memoryview(a).format)
b = array.array('d'); b.frombytes(struct.pack('2d', 1.5, -2)); b.byteswap(); b.byteswap(); b.reverse(); print(b, array.array('w', 'añ').tounicode(), array.array('B', b'xyz').tobytes(), array.typecodes, array.array('h', [1]) == array.array('i', [1]))
for f in (lambda: array.array('b', [200]), lambda: array.array('z'), lambda: a.append('x'), lambda: a.remove(100), lambda: a.fromlist([1, 'a']), lambda: array.array('I', [-1])):
    attempt(f)
print(struct.pack('>hIq?3s', -2, 7, -(2**40), True, b'abcd'), struct.unpack('<Bhxf', struct.pack('<Bhxf', 1, -1, 1.5)), struct.calcsize('@bq'), struct.calcsize('=bq'), struct.pack('<e', 1.5), struct.pack('5p', b'abc'), list(struct.iter_unpack('<H', b'\1\0\2\0')), struct.Struct('<2H').unpack_from(b'\0\1\0\2\0', 1), struct.pack('>d', 0.1).hex(), struct.Struct('<i').format)
buffer = bytearray(6); struct.pack_into('<H', buffer, 2, 513); print(buffer)
for f in (lambda: struct.pack('B', 256), lambda: struct.unpack('<I', b'abc'), lambda: struct.pack('<h', 'a'), lambda: struct.calcsize('y'), lambda: struct.pack('2B', 1), lambda: struct.pack('<f', 1e40)):
    attempt(f)
lines = queue.Queue(2); lines.put(1); lines.put_nowait(2); print(lines.full(), lines.get(), lines.qsize(), lines.get(), lines.empty())
attempt(lambda: lines.get_nowait()); attempt(lambda: lines.get(timeout=0.001))
ranks = queue.PriorityQueue(); [ranks.put(x) for x in (3, 1, 2)]; stack = queue.LifoQueue(); [stack.put(x) for x in 'ab']; print([ranks.get() for _ in range(3)], stack.get()); simple = queue.SimpleQueue(); simple.put('s'); print(simple.get(), simple.empty())
clock = [0]
s = sched.scheduler(lambda: clock[0], lambda n: clock.__setitem__(0, clock[0] + n))
s.enter(2, 1, print, ('second',)); s.enter(1, 1, print, ('first',), {'end': '!\n'}); event = s.enter(3, 1, print, ('never',)); s.cancel(event); s.run(); print(clock, s.empty())
