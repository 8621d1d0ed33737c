# Who there is: pwd and grp, where every system has a user 0.
import grp
import os
import pathlib
import pwd


def attempt(function, *args, **kwargs):
    try:
        return repr(function(*args, **kwargs))
    except Exception as error:
        return f'{type(error).__name__}: {error}'


root, wheel = pwd.getpwuid(0), grp.getgrgid(0)
print(root.pw_name, root.pw_uid, root[2:4], len(root), type(root), root in pwd.getpwall())
print(wheel.gr_gid, wheel[2], type(wheel.gr_mem), len(wheel), type(wheel), wheel in grp.getgrall())
print(pwd.getpwnam('root') == root, grp.getgrnam(name=wheel.gr_name) == wheel, grp.getgrgid(id=0) == wheel)
print(type(root)(range(7)), type(wheel)(range(4)))
for find in (pwd.getpwuid, grp.getgrgid):
    for number in (987654321, -1, -2, 2**32 - 1, 2**32, 2**70, '0', 1.0, None): print(find.__name__, number, attempt(find, number))
for find in (pwd.getpwnam, grp.getgrnam):
    for name in ('no such', '', 1, b'root', 'a\0b', '\udc80'): print(find.__name__, repr(name), attempt(find, name))
print(attempt(grp.getgrgid), attempt(pwd.getpwnam, name='root'))
print(pwd.__doc__, grp.__doc__, sep='\n')
print(pwd.getpwnam.__doc__, grp.getgrall.__doc__, sep='\n')
print(pathlib.Path('/').owner(), os.path.expanduser('~root') == root.pw_dir, attempt(os.path.expanduser, '~no_such/x'))
