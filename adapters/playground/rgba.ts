/** A colour of our palette for CSS and canvases. */
export function rgba(
  [red, green, blue]: readonly [red: number, green: number, blue: number],
  alpha = 1,
): string {
  return `rgb(${red} ${green} ${blue} / ${alpha})`
}
