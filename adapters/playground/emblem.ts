const SVG = 'http://www.w3.org/2000/svg'

/** A picture with two things picked out, in the colours of our overlays; `[element, attributes]` in drawing order. */
const PARTS: readonly (readonly [name: string, attributes: Readonly<Record<string, string>>])[] = [
  ['rect', { x: '2', y: '2', width: '116', height: '80', rx: '12', class: 'sheet' }],
  ['path', { d: 'M16 70 46 30l19 24 9-10 26 26z', stroke: '#00a3ff', fill: '#00a3ff' }],
  ['circle', { cx: '90', cy: '26', r: '11', stroke: '#ff8a00', fill: '#ff8a00' }],
]

/** Decoration for a page that shows no photo yet. */
export function createEmblem(): SVGElement {
  const svg = made('svg', { viewBox: '0 0 120 84', class: 'emblem', 'aria-hidden': 'true' })
  svg.append(...PARTS.map(([name, attributes]) => made(name, attributes)))
  return svg
}

function made(name: string, attributes: Readonly<Record<string, string>>): SVGElement {
  const element = document.createElementNS(SVG, name) as SVGElement
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value)
  return element
}
