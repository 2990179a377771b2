/** Classes of objects by annotated area in pixels, with COCO's limits: 32² and 96². */
export const SIZE_CLASSES = {
  all: () => true,
  small: (area) => area <= 32 ** 2,
  medium: (area) => area > 32 ** 2 && area <= 96 ** 2,
  large: (area) => area > 96 ** 2,
  '> 32²': (area) => area > 32 ** 2,
} as const satisfies Record<string, (area: number) => boolean>

export type SizeClass = keyof typeof SIZE_CLASSES

/** What `measure` gives for each class. */
export function bySize<T>(measure: (isOfClass: (area: number) => boolean) => T): Record<SizeClass, T> {
  const entries = Object.entries(SIZE_CLASSES).map(([name, isOfClass]) => [name, measure(isOfClass)])
  return Object.fromEntries(entries) as Record<SizeClass, T>
}
