/** `grp` (CPython: Modules/grpmodule.c): the groups that `/etc/group` names. */
import { accountLines, accountNamed, accountNumbered, type Account } from './accounts.ts';
import { registerModule } from './registry.ts';
import type { Value } from '../objects/core/value.ts';
import { overflowError, typeError } from '../objects/core/errors.ts';
import { textOf, type Str } from '../objects/core/str.ts';
import { PyList } from '../objects/core/tuple.ts';
import { typeOf } from '../objects/core/type.ts';
import { hasIndex, toIndex } from '../objects/protocol/index.ts';
import { defineStructSeq } from '../objects/types/structseq.ts';

const group = defineStructSeq('grp', 'struct_group', ['gr_name', 'gr_passwd', 'gr_gid', 'gr_mem']);

function groups(): Account[] {
  return accountLines('/etc/group', 4, ['root', 'x', '0', '']).map(([name, password, gid, members]) => {
    const id = Number(textOf(gid as Str));
    const names = textOf(members as Str).split(',');
    return { name, id, fields: group.make([name, password, id, new PyList(names.filter(member => member !== ''))]) };
  });
}

registerModule('grp', {
  doc: 'Access to the Unix group database.\n\nGroup entries are reported as 4-tuples containing the following fields\nfrom the group database, in order:\n\n  gr_name   - name of the group\n  gr_passwd - group password (encrypted); often empty\n  gr_gid    - numeric ID of the group\n  gr_mem    - list of members\n\nThe gid is an integer, name and password are strings.  (Note that most\nusers are not explicitly listed as members of the groups they are in\naccording to the password database.  Check both databases to get\ncomplete membership information.)',
  functions: {
    'getgrall()': [
      () => new PyList(groups().map(({ fields }) => fields)),
      "Return a list of all available group entries, in arbitrary order.\n\nAn entry whose name starts with '+' or '-' represents an instruction\nto use YP/NIS and may not be accessible via getgrnam or getgrgid.",
    ],
    'getgrgid(id)': [
      (gid: Value) => {
        if (!hasIndex(gid)) throw typeError(`gid should be integer, not ${typeOf(gid).name}`);
        const id = toIndex(gid);
        if (id >= 1n << 64n) throw overflowError('gid is greater than maximum');
        if (id < -1 || id > 0xffff_ffff) throw overflowError('gid is less than minimum');
        return accountNumbered(groups(), Number(id) >>> 0, 'getgrgid', 'gid');
      },
      'Return the group database entry for the given numeric group ID.\n\nIf id is not valid, raise KeyError.',
    ],
    'getgrnam(name)': [
      (name: Value) => accountNamed(groups(), name, 'getgrnam', "'name' "),
      'Return the group database entry for the given group name.\n\nIf name is not valid, raise KeyError.',
    ],
  },
  attributes: { struct_group: group.type },
});
