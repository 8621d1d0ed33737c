"""Struct sequences: made from a sequence and a dict, copied, pickled; unnamed fields."""
import copy, os, pickle, sys, time


def show(f, *args, **keywords):
    try:
        print(f(*args, **keywords))
    except Exception as error:
        print(type(error).__name__, error)


S, T = os.stat_result, time.struct_time
print(S.n_fields, S.n_sequence_fields, S.n_unnamed_fields, S.__match_args__)
print(T.n_fields, T.n_sequence_fields, T.n_unnamed_fields, T.__match_args__)
for r in S(range(10)), S(range(11)), S(range(10), {'st_atime': 1.5, 'st_rdev': 3}):
    print(r, r.st_atime, r.st_mtime, r.st_atime_ns, r.st_rdev, r.__reduce__())
    for same in copy.copy(r), copy.deepcopy(r), pickle.loads(pickle.dumps(r)):
        print(same == r, type(same) is S, same.st_atime, same.st_rdev)
t = T(range(1, 12))
for same in copy.copy(t), pickle.loads(pickle.dumps(t)), T(t, {'tm_zone': 'Z'}), T(sequence=t, dict={}), copy.replace(t, tm_zone='Q', tm_mon=2):
    print(same, same.tm_zone, same.tm_gmtoff)
show(S, range(9))
show(S, range(30))
show(S)
show(S, 1)
show(S, range(10), 3)
show(T, '123456789', dict=None)
show(T, [1], 2, 3)
show(T, '1234567890', {'tm_zone': 'a'})
show(T, '123456789', {'tm_year': 1})
show(copy.replace, S(range(10)))
show(copy.replace, t, error=3)
show(type(sys.version_info), (1, 2, 3, 4, 5))
