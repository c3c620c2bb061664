const { defineProperty, getOwnPropertyDescriptors, getOwnPropertyNames, is } = Object;

/**
 * A function that puts back every global that was there when this was called, and returns the names of those that had been
 * deleted or replaced.
 */
export function keepGlobals(): () => readonly string[] {
  const descriptors = getOwnPropertyDescriptors(globalThis);
  const names = getOwnPropertyNames(descriptors);
  const home = globalThis;
  return () => {
    const changed: string[] = [];
    const now = getOwnPropertyDescriptors(home);
    for (const name of names) {
      const before = descriptors[name]!;
      const after = now[name];
      // Accessors of Node (crypto, navigator, …) turn into plain values when they are first used.
      if (after !== undefined && (before.get !== undefined || is(before.value, after.value))) continue;
      changed.push(name);
      defineProperty(home, name, before);
    }
    return changed;
  };
}
