/**
 * What things are good for and what may happen with them. Data: who knows another use adds a line.
 */
export interface Use {
  /** What one does, in English after "to" ("things to sit on") or "that can" ("things that can fly"). */
  readonly english: string
  readonly asks: 'to' | 'can'
  /**
   * Clauses that mean this use, separated by ", ": lemmas in their order, the first one the clause's own first word, the
   * others anywhere after it; `a|b` is either word, `<food>` any word for a kind of food. The longest pattern wins.
   */
  readonly says: string
  /** Adjectives for it, the one to print first. */
  readonly adjectives?: string
  /** Nouns of what serves, best first: those after a ">" only where none of the former is in sight. */
  readonly serves: string
}

const FOODS = 'banana, apple, sandwich, orange, broccoli, carrot, hot dog, pizza, donut, cake'
const FURNITURE = 'couch, bed, dining table, refrigerator, oven'
const ELECTRIC = 'tv, laptop, cell phone, microwave, oven, toaster, refrigerator, hair drier'

export const USES = {
  'sit-on': {
    english: 'sit on',
    asks: 'to',
    says: 'sit, seat, rest, take seat, have seat, park rest, take load off, rest leg|foot, plop, relax',
    serves: 'chair, couch, bench > bed, toilet',
  },
  'sleep-on': {
    english: 'sleep on',
    asks: 'to',
    says: 'sleep, be tired|sleepy|exhausted, tired, sleepy, lie, lie down, nap, doze, snooze, lay down, take nap, spend night, go bed|sleep, crash, stretch out',
    serves: 'bed, couch > bench',
  },
  'eat-at': {
    english: 'sit at',
    asks: 'to',
    says: 'sit at, eat at, dine, work at, study at, gather around|round, put|place|set|lay on, eat|have dinner|lunch|breakfast at',
    serves: 'dining table > bench, bed',
  },
  'drink-from': {
    english: 'drink from',
    asks: 'to',
    says: 'drink, sip, be thirsty, thirsty, quench thirst, take sip',
    serves: 'cup, wine glass, bottle > bowl',
  },
  'drink-wine': {
    english: 'drink wine from',
    asks: 'to',
    says: 'drink|sip|pour|serve|put|have wine|champagne|prosecco, toast with, make toast',
    serves: 'wine glass > cup',
  },
  'drink-coffee': {
    english: 'drink coffee from',
    asks: 'to',
    says: 'drink|sip|pour|serve|put|have coffee|tea|cocoa|espresso|latte|cappuccino',
    serves: 'cup > wine glass',
  },
  'pour-from': { english: 'pour from', asks: 'to', says: 'pour', serves: 'bottle > cup, vase' },
  'hold-liquid': {
    english: 'hold water',
    asks: 'can',
    says: 'hold|contain|store|carry|keep|fill|put water|liquid|juice|beer|drink|lemonade|oil',
    serves: 'bottle, cup, wine glass > bowl, vase',
  },
  eat: {
    english: 'eat',
    asks: 'to',
    says: 'eat, be hungry|peckish, hungry, bite into, taste, munch, snack on, nibble, devour, have lunch|dinner|breakfast|snack, satisfy hunger, feed',
    adjectives: 'edible, eatable',
    serves: FOODS,
  },
  'eat-healthily': {
    english: 'eat healthily',
    asks: 'to',
    says: 'eat healthily|healthy, stay healthy',
    adjectives: 'healthy, nutritious',
    serves: 'banana, apple, orange, broccoli, carrot',
  },
  'eat-for-dessert': {
    english: 'eat for dessert',
    asks: 'to',
    says: 'eat dessert|sweet, have dessert, satisfy sweet',
    adjectives: 'sweet, sugary',
    serves: 'cake, donut > banana, apple, orange',
  },
  peel: { english: 'peel', asks: 'to', says: 'peel', serves: 'banana, orange > apple, carrot' },
  'eat-with': {
    english: 'eat with',
    asks: 'to',
    says: 'eat with, eat <food> with, feed with, pick <food> with, spear',
    serves: 'fork, spoon, knife',
  },
  'eat-soup-with': {
    english: 'eat soup with',
    asks: 'to',
    says: 'eat soup|cereal|yogurt|yoghurt|porridge|pudding|stew|ice with, stir, scoop, ladle',
    serves: 'spoon > fork',
  },
  'eat-from': {
    english: 'eat from',
    asks: 'to',
    says: 'eat from|off|out, serve soup|salad|cereal|pasta|rice|fruit, eat soup|cereal|salad|pasta|rice from|in|out, mix, toss salad, put soup|salad|cereal|fruit',
    serves: 'bowl > cup',
  },
  cut: {
    english: 'cut with',
    asks: 'to',
    says: 'cut, slice, chop, carve, dice, peel with, spread, butter, halve, divide, saw, stab',
    serves: 'knife > scissors',
  },
  'cut-paper': {
    english: 'cut paper with',
    asks: 'to',
    says: 'cut|trim|snip|clip|open paper|hair|cloth|fabric|string|thread|ribbon|coupon|nail|tag|tape|cardboard|rope, cut out, trim, snip, clip',
    serves: 'scissors > knife',
  },
  'stay-dry': {
    english: 'stay dry with',
    asks: 'to',
    says: 'keep|stay dry, keep rain|sun|sunlight|wet off|out|away|from, shelter, shelter from, protect rain|sun|wet|weather|sunburn, protect from rain|sun, shade, shade from, give|provide|offer|make|cast|get|find|throw shade, block sun|rain, stop rain, avoid rain|sun|sunburn|wet, keep out|in shade, hide from sun|rain, keep wet, rain, rainy, be rainy|wet, pour rain',
    adjectives: 'waterproof',
    serves: 'umbrella',
  },
  'keep-cold': {
    english: 'keep food cold',
    asks: 'to',
    says: 'keep|store|stay|put|stash|stop cold|cool|fresh|chilled|chill|frozen|icy|spoil|melt, cool, chill, refrigerate, freeze, keep|store|put|find|get <food>|<beverage>|grocery|leftover, preserve',
    serves: 'refrigerator',
  },
  'heat-food': {
    english: 'heat food',
    asks: 'to',
    says: 'heat, warm, reheat, defrost, microwave, thaw, make|keep hot|warm',
    serves: 'microwave, oven > toaster',
  },
  cook: {
    english: 'cook food',
    asks: 'to',
    says: 'cook, bake, roast, boil, fry, grill, simmer, make dinner|lunch|breakfast|cake|pizza, prepare meal|dinner|lunch|breakfast|food',
    serves: 'oven > microwave, toaster',
  },
  'toast-bread': {
    english: 'toast bread',
    asks: 'to',
    says: 'toast, brown bread, make toast, make slice|bread crispy|crisp',
    serves: 'toaster > oven',
  },
  'wash-in': {
    english: 'wash in',
    asks: 'to',
    says: 'wash, rinse, scrub, clean hand|dish|face|plate|fork|cup, get water, fill water, run water, drain, brush tooth in|at, shave',
    serves: 'sink',
  },
  'relieve-oneself': {
    english: 'pee in',
    asks: 'to',
    says: 'pee, poop, urinate, relieve, flush, go bathroom|toilet|loo, use bathroom, wee, need go',
    serves: 'toilet',
  },
  'dry-hair': {
    english: 'dry hair with',
    asks: 'to',
    says: 'dry|blow|style|blowdry hair, dry, blow air',
    serves: 'hair drier',
  },
  'brush-teeth': {
    english: 'brush teeth with',
    asks: 'to',
    says: 'brush|clean|scrub tooth',
    serves: 'toothbrush',
  },
  'tell-the-time': {
    english: 'tell the time',
    asks: 'to',
    says: 'tell|read|check|show|know|keep|see|say|find|measure time|hour, tell late, tick, wake, be late',
    serves: 'clock > cell phone, laptop',
  },
  read: {
    english: 'read',
    asks: 'to',
    says: 'read, study, learn from, leaf through, bore',
    serves: 'book > cell phone, laptop',
  },
  'write-on': {
    english: 'write on',
    asks: 'to',
    says: 'write, write on|in, draw on|in, sketch, take note, jot',
    serves: 'book > laptop, dining table, cell phone',
  },
  'type-on': {
    english: 'type on',
    asks: 'to',
    says: 'type, key, enter text, press key',
    serves: 'keyboard, laptop > cell phone',
  },
  'point-with': {
    english: 'click with',
    asks: 'to',
    says: 'click, scroll, move|control cursor|pointer, drag cursor, point screen|cursor',
    serves: 'mouse > laptop',
  },
  'work-on': {
    english: 'browse the internet with',
    asks: 'to',
    says: 'browse, browse internet|web, surf internet|web|net, send|write|check|read email|mail, code, program, compute, work on, go online, do homework, store file',
    serves: 'laptop > cell phone, keyboard, tv',
  },
  watch: {
    english: 'watch',
    asks: 'to',
    says: 'watch, view, see movie|film|news|show|game, show movie|film|news, play movie|film',
    serves: 'tv > laptop, cell phone',
  },
  'change-channels': {
    english: 'change channels with',
    asks: 'to',
    says: 'change|switch|flip|pick channel|station, control tv|television|screen, turn tv|television|volume, adjust volume, mute, play game|videogame|video, pause movie|film',
    serves: 'remote > tv',
  },
  call: {
    english: 'call with',
    asks: 'to',
    says: 'call, phone, ring, text, dial, telephone, make|take call, send message|text|sms, talk to|mother|mom|friend, contact, order <food>, reach someone|friend|family|mother|mom',
    serves: 'cell phone > laptop',
  },
  'take-photos': {
    english: 'take photos with',
    asks: 'to',
    says: 'take|snap|shoot|make|capture photo|picture|selfie|photograph|video|image, photograph, film, record',
    serves: 'cell phone > laptop',
  },
  ride: {
    english: 'ride',
    asks: 'to',
    says: 'ride, mount, hop on, get on, saddle, gallop, pedal, cycle',
    serves: 'bicycle, motorcycle, horse, skateboard > elephant, bus, train, surfboard, snowboard, boat',
  },
  drive: {
    english: 'drive',
    asks: 'to',
    says: 'drive, steer, race, park, get gas, use road',
    serves: 'car, truck, bus, motorcycle > train',
  },
  'travel-by': {
    english: 'travel by',
    asks: 'to',
    says: 'take|bring|get|carry|drive|fly|lead me|us|you|him|her|them|somebody|someone to|home|downtown|there|away|anywhere|somewhere|fast, travel, commute, get around|somewhere|home|there|away|work|school|to, go to|home|work|school|somewhere|away, go, move around, leave',
    serves: 'car, bus, train, bicycle, motorcycle, airplane, truck, boat',
  },
  'carry-people': {
    english: 'carry people',
    asks: 'can',
    says: 'carry|hold|seat|fit|transport|take|move people|person|passenger|family|student|commuter|tourist|group|crowd|everyone',
    serves: 'bus, train, airplane > car, boat, truck',
  },
  fly: {
    english: 'fly',
    asks: 'can',
    says: 'fly, take off, glide, soar, take sky|air, be sky',
    serves: 'airplane, bird, kite',
  },
  'cross-water': {
    english: 'cross the water with',
    asks: 'to',
    says: 'sail, row, paddle, float, fish from, cross river|lake|water|sea|ocean|bay, travel water|sea|river, go fishing|sailing|out, get across',
    serves: 'boat > surfboard',
  },
  surf: {
    english: 'surf on',
    asks: 'to',
    says: 'surf, ride wave, catch wave',
    serves: 'surfboard',
  },
  ski: {
    english: 'ski with',
    asks: 'to',
    says: 'ski, slide snow|hill|slope|mountain, glide snow|slope, go down hill|slope|mountain, race snow',
    serves: 'skis, snowboard',
  },
  snowboard: { english: 'snowboard on', asks: 'to', says: 'snowboard', serves: 'snowboard > skis' },
  skate: {
    english: 'skate on',
    asks: 'to',
    says: 'skate, skateboard, do trick|kickflip',
    serves: 'skateboard',
  },
  'carry-things-in': {
    english: 'carry things in',
    asks: 'to',
    says: 'carry|hold|put|bring|keep|store|take thing|stuff|book|belonging|grocery|laptop|item|money|wallet|key|makeup|shopping|lunch in, carry in, carry, put in, keep in, store in, hold thing|stuff|belonging|money|item|grocery',
    serves: 'backpack, handbag, suitcase > bowl, car',
  },
  'pack-clothes-in': {
    english: 'pack clothes in',
    asks: 'to',
    says: 'pack, carry|put|keep|bring clothes|cloth|clothing|shirt|luggage, take trip|vacation|holiday|journey, travel with, go vacation|trip|holiday',
    serves: 'suitcase > backpack, handbag',
  },
  'carry-on-the-back': {
    english: 'carry on the back',
    asks: 'to',
    says: 'carry|wear|put back|shoulder',
    serves: 'backpack > handbag',
  },
  'haul-cargo': {
    english: 'haul cargo',
    asks: 'can',
    says: 'haul, carry|transport|move|deliver|tow cargo|furniture|load|goods|gravel|freight|package|car, deliver, tow',
    serves: 'truck > train, car, boat',
  },
  'put-flowers-in': {
    english: 'put flowers in',
    asks: 'to',
    says: 'put|arrange|hold|display|keep|place|stick|set flower|rose|bouquet|tulip|daisy|stem',
    serves: 'vase > cup, bottle, bowl',
  },
  water: {
    english: 'need water',
    asks: 'can',
    says: 'need|want|require water|watering|watered|sunlight|soil|light, water, grow, wilt, bloom, produce oxygen, photosynthesize',
    serves: 'potted plant',
  },
  'play-with': {
    english: 'play with',
    asks: 'to',
    says: 'play, play with, have fun, entertain, amuse, keep busy|entertained, do sport',
    serves:
      'sports ball, frisbee, kite, teddy bear, baseball bat, tennis racket, skateboard > remote, surfboard, skis, snowboard',
  },
  'play-tennis': {
    english: 'play tennis with',
    asks: 'to',
    says: 'play tennis|badminton|squash',
    serves: 'tennis racket, sports ball',
  },
  'play-baseball': {
    english: 'play baseball with',
    asks: 'to',
    says: 'play baseball|softball',
    serves: 'baseball bat, baseball glove, sports ball',
  },
  'play-football': {
    english: 'play football with',
    asks: 'to',
    says: 'play football|soccer|basketball|volleyball|golf|rugby, kick, dribble, bounce, score goal, shoot',
    serves: 'sports ball',
  },
  throw: {
    english: 'throw',
    asks: 'to',
    says: 'throw, toss, hurl, play catch|fetch, fetch, chuck, catch',
    serves: 'frisbee, sports ball > teddy bear',
  },
  'catch-with': {
    english: 'catch a ball with',
    asks: 'to',
    says: 'catch ball|with|it|baseball, protect hand',
    serves: 'baseball glove',
  },
  'hit-with': {
    english: 'hit a ball with',
    asks: 'to',
    says: 'hit, swing, strike, bat, hit ball, serve ball, knock ball',
    serves: 'baseball bat, tennis racket',
  },
  wear: {
    english: 'wear',
    asks: 'to',
    says: 'wear, put on, dress, wear neck, put neck, look formal|smart, go office|wedding',
    adjectives: 'wearable, formal',
    serves: 'tie > backpack, handbag, baseball glove',
  },
  cuddle: {
    english: 'cuddle',
    asks: 'to',
    says: 'cuddle, hug, snuggle, squeeze, comfort, cuddle with',
    adjectives: 'cuddly',
    serves: 'teddy bear > dog, cat',
  },
  pet: {
    english: 'pet',
    asks: 'to',
    says: 'pet, stroke, groom, adopt, take walk, walk',
    serves: 'dog, cat > horse',
  },
  bark: { english: 'bark', asks: 'can', says: 'bark, guard, herd, wag', serves: 'dog' },
  meow: { english: 'meow', asks: 'can', says: 'meow, purr, mouse, catch mouse', serves: 'cat' },
  'lay-eggs': { english: 'lay eggs', asks: 'can', says: 'lay egg, sing, chirp, peck, tweet', serves: 'bird' },
  'give-milk': {
    english: 'give milk',
    asks: 'can',
    says: 'give|produce|make milk, milk, moo',
    serves: 'cow > sheep',
  },
  'give-wool': {
    english: 'give wool',
    asks: 'can',
    says: 'give|produce|make|have wool, shear, baa',
    serves: 'sheep',
  },
  'pull-carts': {
    english: 'pull a cart',
    asks: 'can',
    says: 'pull cart|wagon|plow|plough|carriage|sled',
    serves: 'horse, cow > dog, elephant',
  },
  'control-traffic': {
    english: 'control traffic',
    asks: 'can',
    says: 'control|direct|regulate|manage|guide traffic|car, tell cross|walk|go|drive|stop|wait, cross street|road|by, know cross|go, help cross',
    serves: 'traffic light, stop sign',
  },
  'stop-cars': {
    english: 'stop cars',
    asks: 'can',
    says: 'stop, stop car|traffic|driver|vehicle, make stop|halt|wait, halt, tell driver|car stop',
    serves: 'stop sign, traffic light',
  },
  'pay-for-parking': {
    english: 'pay for parking',
    asks: 'to',
    says: 'pay, pay parking|park, put coin|money|quarter, feed coin, insert coin',
    serves: 'parking meter',
  },
  'fight-fires': {
    english: 'fight fires with',
    asks: 'to',
    says: 'put fire, put out fire, extinguish, fight fire, help firefighter|fireman, supply water, give water',
    serves: 'fire hydrant',
  },
  decorate: {
    english: 'decorate a room with',
    asks: 'to',
    says: 'decorate, brighten, adorn, make pretty|nice|cozy',
    adjectives: 'decorative',
    serves: 'vase, potted plant > clock, teddy bear',
  },
  charge: {
    english: 'plug in',
    asks: 'to',
    says: 'plug, charge, turn on, switch on, use electricity, need electricity|power|battery|charging|charger, run electricity',
    adjectives: 'electric, electrical, electronic',
    serves: `${ELECTRIC} > clock, remote, mouse, keyboard`,
  },
  burn: {
    english: 'burn someone',
    asks: 'can',
    says: 'burn, burn me|someone|you|finger|hand|tongue, be hot|warm, get hot, scald',
    adjectives: 'hot, scalding',
    serves: 'oven, toaster, microwave, hair drier > cup, pizza, hot dog',
  },
  prick: {
    english: 'cut someone',
    asks: 'can',
    says: 'cut me|someone|you|finger|myself|somebody|hand, prick, stab me|someone, poke eye',
    adjectives: 'sharp, pointy, pointed',
    serves: 'knife, scissors, fork',
  },
  'hurt-someone': {
    english: 'hurt someone',
    asks: 'can',
    says: 'hurt, injure, harm, be dangerous, kill, endanger, poison, touch not, be careful, avoid child|kid|toddler|baby, keep away child|kid|toddler|baby|from, watch for',
    adjectives: 'dangerous, hazardous, unsafe, harmful',
    serves:
      'knife, scissors, oven, bear > fork, toaster, baseball bat, car, truck, bus, motorcycle, train, elephant, wine glass',
  },
  bite: {
    english: 'bite',
    asks: 'can',
    says: 'bite, bite me|someone|you|child|kid, attack, scratch',
    serves: 'bear, dog, cat > horse, zebra, bird',
  },
  shatter: {
    english: 'break',
    asks: 'can',
    says: 'break, shatter, crack, smash, be fragile|delicate, damage',
    adjectives: 'fragile, breakable, delicate',
    serves: 'wine glass, vase > cup, bottle, bowl, tv, laptop, cell phone, clock, potted plant',
  },
  'roll-away': {
    english: 'roll away',
    asks: 'can',
    says: 'roll, roll away|off|down, bounce away',
    adjectives: 'rolling',
    serves: 'sports ball, orange, apple > bottle, skateboard, carrot, cup',
  },
  'tip-over': {
    english: 'tip over',
    asks: 'can',
    says: 'tip, topple, tip over, fall over, knock over, get knock',
    adjectives: 'unstable, wobbly, tippy',
    serves: 'wine glass, vase, bottle > cup, potted plant, bicycle, umbrella, chair',
  },
  spill: {
    english: 'spill',
    asks: 'can',
    says: 'spill, leak, make mess|wet, overflow',
    serves: 'cup, wine glass, bottle, bowl > vase',
  },
  'catch-fire': {
    english: 'catch fire',
    asks: 'can',
    says: 'catch fire, go up flame, burn down',
    adjectives: 'flammable, inflammable, combustible',
    serves: 'book, teddy bear, couch, bed > umbrella, chair, dining table, kite, handbag, backpack',
  },
  spoil: {
    english: 'spoil',
    asks: 'can',
    says: 'spoil, rot, go bad|off, perish, mold',
    adjectives: 'perishable',
    serves: FOODS,
  },
  'weigh-much': {
    english: 'weigh a lot',
    asks: 'can',
    says: 'weigh lot|much|ton, be heavy, need two',
    adjectives: 'heavy, massive, weighty',
    serves: `car, bus, truck, train, airplane, elephant, boat > ${FURNITURE}, motorcycle, horse, cow, bear, giraffe, zebra`,
  },
  live: {
    english: 'breathe',
    asks: 'can',
    says: 'breathe, be alive, live, move by itself|themselves|own',
    adjectives: 'living, alive',
    serves: 'person, bird, cat, dog, horse, sheep, cow, elephant, bear, zebra, giraffe > potted plant',
  },
  soften: {
    english: 'feel soft',
    asks: 'can',
    says: 'feel soft|comfy|comfortable|nice',
    adjectives: 'soft, comfy, comfortable, fluffy',
    serves: 'teddy bear, couch, bed > cat, dog, sheep, chair',
  },
} as const satisfies Readonly<Record<string, Use>>

export type UseName = keyof typeof USES

export const USE_NAMES = Object.keys(USES) as UseName[]

/** The use whose entry has the name, with all its optional fields. */
export function useOf(name: UseName): Use {
  return USES[name]
}
