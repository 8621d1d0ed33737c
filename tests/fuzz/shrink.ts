/**
 * A smaller derivation with the same difference: a repetition's children are dropped, a subtree is replaced by a smaller one of the same rule
 * (one inside it, or the smallest there is), for as long as the difference stays.
 */
import type { Tree } from './derive.ts';

export interface Shrinking {
  readonly smallest: (rule: string) => Tree | null;
  /** Whether the difference is still there. */
  readonly fails: (tree: Tree) => boolean;
  readonly maxSteps: number;
}

export function shrink(tree: Tree, { smallest, fails, maxSteps }: Shrinking): Tree {
  let best = tree;
  let steps = 0;
  for (let progress = true; progress && steps < maxSteps;) {
    progress = false;
    for (const candidate of smaller(best, smallest)) {
      if (++steps > maxSteps) break;
      if (size(candidate) >= size(best) || !fails(candidate)) continue;
      best = candidate;
      progress = true;
      break;
    }
  }
  return best;
}

function size(tree: Tree): number {
  return tree.text === null ? tree.children.reduce((sum, child) => sum + size(child), 0) : 1;
}

/** Trees that differ from this one in one place, those with the largest change first. */
function* smaller(tree: Tree, smallest: (rule: string) => Tree | null): Generator<Tree> {
  if (tree.repeats && tree.children.length > 1) {
    for (let i = 0; i < tree.children.length; i++) yield { ...tree, children: tree.children.filter((_, k) => k !== i) };
  }
  if (tree.text === null && tree.name !== '') {
    for (const inner of inside(tree, tree.name)) yield inner;
    const least = smallest(tree.name);
    if (least !== null && size(least) < size(tree)) yield least;
  }
  // An optional part is a group without a name.
  if (tree.text === null && tree.name === '' && !tree.repeats && tree.children.length > 0) yield { ...tree, children: [] };
  for (let i = 0; i < tree.children.length; i++) {
    for (const child of smaller(tree.children[i], smallest)) yield { ...tree, children: tree.children.with(i, child) };
  }
}

function* inside(tree: Tree, rule: string): Generator<Tree> {
  for (const child of tree.children) {
    if (child.name === rule && child.text === null) yield child;
    yield* inside(child, rule);
  }
}
