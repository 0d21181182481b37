// SPDX-License-Identifier: Apache-2.0
// A real tus server (@tus/server) over TLS with client certificates, which compares the
// SHA-256 that travels in the metadata when an upload is whole.
// usage: node tusserver.mjs MODULES CERTIFICATES FOLDER
import {createHash} from 'node:crypto'
import {createReadStream, readFileSync} from 'node:fs'
import {createRequire} from 'node:module'
import https from 'node:https'
import path from 'node:path'
import {pipeline} from 'node:stream/promises'
import {pathToFileURL} from 'node:url'

const [modules, certificates, folder] = process.argv.slice(2)
const find = createRequire(path.join(modules, 'x.js'))
const load = async (name) => import(pathToFileURL(find.resolve(name)))
const {Server} = await load('@tus/server')
const {FileStore} = await load('@tus/file-store')

const tus = new Server({
  path: '/files',
  relativeLocation: true,
  datastore: new FileStore({directory: folder}),
  async onUploadFinish(request, upload) {
    const sum = createHash('sha256')
    await pipeline(createReadStream(path.join(folder, upload.id)), sum)
    if (sum.digest('hex') !== upload.metadata.sha256)
      throw {status_code: 422, body: 'another sha256'}
    return {}
  },
})
const read = (name) => readFileSync(path.join(certificates, name))
const server = https.createServer({
  key: read('server.key'), cert: read('server.pem'), ca: read('ca.pem'),
  requestCert: true, rejectUnauthorized: true,
}, tus.handle.bind(tus))
server.listen(0, '127.0.0.1', () => console.log('ready ' + server.address().port))
