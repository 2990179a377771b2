/**
 * Where a file of the playground lies that `adapters/playground/build.js` has made: beside this one in the build; from the
 * sources, in the build too.
 */
export function playgroundFile(name: string): URL {
  const built = import.meta.url.endsWith('.ts') ? '../dist/adapters/playground/' : './playground/'
  return new URL(built + name, import.meta.url)
}
