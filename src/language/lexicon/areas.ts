/**
 * What people call the garments and surroundings that an engine draws, beside the labels themselves. `is` are other words
 * for the whole of a label; of what `mayBe` it, the label does not tell one from another.
 */
export const AREAS: Readonly<Record<string, { is: string; mayBe?: string }>> = {
  hair: { is: 'hairstyle, haircut, hairdo', mayBe: 'ponytail, wig, braid' },
  hat: { is: 'cap, headgear', mayBe: 'helmet, beanie, beret, bonnet, baseball cap, sun hat, hood, turban' },
  glasses: {
    is: 'glass, eyeglass, eyeglasses, spectacle, spectacles',
    mayBe: 'sunglass, sunglasses, goggle, goggles',
  },
  top: {
    is: 'shirt, t-shirt, tshirt, tee',
    mayBe:
      'blouse, sweater, jumper, hoodie, sweatshirt, pullover, vest, cardigan, jersey, polo, tunic, tank top, polo shirt',
  },
  coat: { is: 'jacket', mayBe: 'blazer, parka, raincoat, windbreaker, anorak, overcoat, trench coat, suit' },
  dress: { is: 'frock', mayBe: 'gown, robe, sundress, wedding dress' },
  skirt: { is: '', mayBe: 'miniskirt, kilt' },
  trousers: { is: 'trouser, pants, pant, slacks', mayBe: 'jeans, jean, chinos, sweatpants, leggings' },
  shorts: { is: 'short' },
  tights: { is: 'tight, stocking, pantyhose', mayBe: 'leggings' },
  shoes: { is: 'shoe, footwear', mayBe: 'boot, sandal, heel, slipper, sneaker, trainer, running shoe' },
  bag: { is: '', mayBe: 'handbag, purse, backpack, shoulder bag' },
  scarf: { is: 'shawl' },
  belt: { is: '' },
  sky: { is: 'heaven' },
  tree: {
    is: 'foliage, greenery',
    mayBe: 'bush, shrub, hedge, forest, palm tree, pine tree, christmas tree',
  },
  grass: { is: 'lawn, turf', mayBe: 'meadow, pasture, field' },
  road: {
    is: 'street, pavement, sidewalk, asphalt',
    mayBe: 'path, lane, highway, driveway, footpath, crosswalk',
  },
  ground: { is: 'dirt, soil', mayBe: 'sand, gravel, mud, beach' },
  snow: { is: '' },
  water: { is: 'sea, ocean', mayBe: 'river, lake, pond, stream, pool' },
  mountain: { is: 'hill', mayBe: 'cliff' },
  building: { is: 'house', mayBe: 'skyscraper, hotel, shop, tower, roof' },
  fence: { is: 'railing' },
  wall: { is: '' },
  floor: { is: '' },
  ceiling: { is: '' },
  'table top': { is: 'tabletop', mayBe: 'countertop' },
  cabinet: { is: 'cupboard', mayBe: 'drawer, dresser, wardrobe, shelf' },
  window: { is: 'windowpane' },
  door: { is: 'doorway' },
  curtain: { is: 'drape', mayBe: 'blind' },
}

/** Areas that nobody counts: "the grass", not "1 grass". */
export const UNCOUNTED: ReadonlySet<string> = new Set(['sky', 'grass', 'snow', 'water', 'ground', 'hair'])
