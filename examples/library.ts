import { createDeixis } from 'deixis'

await using deixis = await createDeixis()
const photo = await deixis.open('examples/stack.jpg')
const talk = deixis.conversation()
const free = await talk.ask('the suitcases that can be removed', { image: photo })
const one = await talk.ask('only the green one')
console.log(free.answer, one.answer, one.reasons)
await one.overlay('green.png')
const polygons = one.regions[0]?.mask.toPolygons()
console.log(`${polygons?.length} outline`)
