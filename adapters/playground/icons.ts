const SVG = 'http://www.w3.org/2000/svg'

/** Lines on a grid of 24 by 24. */
const PATHS = {
  add: 'M12 5v14M5 12h14',
  remove: 'M5 12h14',
  box: 'M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4',
  undo: 'M9 5 4 10l5 5M4 10h10.5a4.75 4.75 0 0 1 0 9.5H11',
  save: 'M12 4v11M7 11l5 5 5-5M5 20h14',
  photo: 'M4 5h16v14H4zM4 16l5-5 4 4 2-2 5 5M15 9h.01',
  send: 'M5 12h14M13 6l6 6-6 6',
  stop: 'M7 7h10v10H7z',
  sun: 'M12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.6 7 7M17 17l1.4 1.4M5.6 18.4 7 17M17 7l1.4-1.4M16 12a4 4 0 1 1-8 0 4 4 0 0 1 8 0z',
  moon: 'M20 14.5A8 8 0 0 1 9.5 4a8 8 0 1 0 10.5 10.5z',
} as const

export type Icon = keyof typeof PATHS

/** For the eye alone: what it stands for is said beside it. */
export function icon(name: Icon): SVGSVGElement {
  const svg = document.createElementNS(SVG, 'svg')
  for (const [key, value] of [
    ['viewBox', '0 0 24 24'],
    ['class', 'icon'],
    ['aria-hidden', 'true'],
  ] as const) {
    svg.setAttribute(key, value)
  }
  const path = document.createElementNS(SVG, 'path')
  path.setAttribute('d', PATHS[name])
  svg.append(path)
  return svg
}
