// Preloaded into `deixis serve`: its model workers crash on a picture that is 66 pixels wide.
const { isMainThread, parentPort } = require('node:worker_threads')

if (!isMainThread) {
  const { on } = parentPort
  parentPort.on = (event, listener) =>
    on.call(parentPort, event, (message) => {
      if (message?.image?.width === 66) throw new Error('crashed by the test')
      listener(message)
    })
}
