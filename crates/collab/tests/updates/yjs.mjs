// Writes what stock Yjs sends, one update a line in hexadecimal, for `yjs_is_let_in`. Needs web/node_modules:
//   node crates/collab/tests/updates/yjs.mjs > crates/collab/tests/updates/yjs.txt
// Three writers who hear each other late, with undo, formats, embeds, maps, merged and cut updates. Seeded.

import * as Y from '../../../../web/node_modules/yjs/dist/yjs.mjs'

const EDITS = 120
const WORDS = ['a', 'early ', 'é😀', 'إنذار', '多灾种', '\n', '👩🏽‍🚒', '\ud83d']
const VALUES = ['h2', 3, undefined, null, true, 1e20, 2 ** 40, -0, 0.1]

let state = 12345
function below(n) {
  state = (state * 1103515245 + 12345) & 0x7fffffff
  return (state >> 8) % n
}
const pick = (list) => list[below(list.length)]

const lines = []
const write = (kind, update) => lines.push(`${kind} ${Buffer.from(update).toString('hex')}`)

const docs = [5, 900001, 4503599627370000].map((client) => Object.assign(new Y.Doc(), { clientID: client }))
const undo = docs.map((doc) => new Y.UndoManager(doc.getText('body'), { captureTimeout: 0 }))
const heard = docs.map(() => [])
docs.forEach((doc, n) => {
  doc.on('update', (update, origin, _doc, transaction) => {
    if (transaction.local || origin === undo[n]) write('edit', update)
    heard[n].push(update)
  })
})

function edit(doc) {
  const body = doc.getText('body')
  const at = below(body.length + 1)
  const rest = Math.min(body.length - at, 8)
  switch (below(14)) {
    case 0:
    case 1:
    case 2:
      return body.insert(at, pick(WORDS))
    case 3:
      return body.insert(at, 'bold', { strong: true })
    case 4:
      return body.insertEmbed(at, new Y.Map([['id', `x${below(1000)}`], ['kind', 'p']]))
    case 5:
      return body.insertEmbed(at, { xref: [1, { a: null, b: 1.5, c: -3, d: 'q' }] })
    case 6:
      return rest && body.delete(at, 1 + below(rest))
    case 7:
    case 8:
      return rest && body.format(at, 1 + below(rest), { [pick(['strong', 'em', 'link'])]: pick([true, null, 'https://example.org']) })
    case 9: {
      const marks = body.toDelta().map((piece) => piece.insert).filter((it) => it instanceof Y.Map)
      return marks.length && pick(marks).set(pick(['kind', 'list', 'depth']), pick(VALUES))
    }
    case 10: {
      const notes = doc.getMap('notes')
      const key = `n${below(3)}`
      const note = notes.get(key)
      if (note && below(4)) return note.insert(0, 'w')
      return note ? notes.delete(key) : notes.set(key, new Y.Text('note'))
    }
    case 11:
      return editTable(doc.getMap('tables'))
    case 12:
      return body.setAttribute('dir', 'rtl')
    default:
      return doc.getMap('restored').set(`k${below(3)}`, { a: [1, 2, { b: [] }], u: new Uint8Array([1, 2]) })
  }
}

function editTable(tables) {
  const table = tables.get('t')
  if (!table) return tables.set('t', new Y.Map([['rows', Y.Array.from(['r1', 'r2'])], ['cells', new Y.Map()]]))
  const rows = table.get('rows')
  rows.insert(below(rows.length + 1), ['r', 1])
  if (rows.length > 4) rows.delete(1, 2)
  return table.get('cells').set(`r:c:${below(4)}`, new Y.Text('cell'))
}

for (let n = 0; n < EDITS; n++) {
  const who = below(3)
  docs[who].transact(() => edit(docs[who]))
  if (!below(9)) undo[who].undo()
  if (!below(12)) undo[who].redo()
  const other = below(3)
  if (other !== who && !below(2)) {
    const missing = Y.encodeStateAsUpdate(docs[who], Y.encodeStateVector(docs[other]))
    write('diff', missing)
    Y.applyUpdate(docs[other], missing)
  }
}
for (const updates of heard) {
  for (let n = 0; n + 4 < updates.length; n += 11) write('merged', Y.mergeUpdates(updates.slice(n, n + 4)))
  write('gaps', Y.mergeUpdates(updates.filter((_, n) => n % 3)))
}
for (const from of [...docs, ...docs]) {
  for (const to of docs) Y.applyUpdate(to, Y.encodeStateAsUpdate(from, Y.encodeStateVector(to)))
}
for (const doc of docs) write('state', Y.encodeStateAsUpdate(doc))
write('text', new TextEncoder().encode(docs[0].getText('body').toString()))
console.log(lines.join('\n'))
