import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { photo, stack } from '../pictures.js'
import { run } from './run.js'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'deixis-cli-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('exit status and output', () => {
  it('0: prints what was found, and draws it on request', async () => {
    const overlay = join(folder, 'overlay.png')
    const { status, stdout, stderr } = await run(['segment', photo.path, photo.phrase, '-o', overlay])
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(stdout).toMatch(/^ {2}r\d+ +cat +0\.\d\d +x \d+, y \d+ +\d+×\d+ px +[\d.]+% /m)
    expect(stdout).toContain(`Drawn into ${overlay}`)
    const drawn = await sharp(overlay).metadata()
    const original = await sharp(photo.path).metadata()
    expect([drawn.width, drawn.height]).toEqual([original.width, original.height])
  })

  it('2: never replaces the picture that it reads', async () => {
    const before = await readFile(photo.path)
    const { status, stderr } = await run(['segment', photo.path, photo.phrase, '-o', photo.path])
    expect(status).toBe(2)
    expect(stderr).toMatch(/^deixis: The output would replace/)
    expect(await readFile(photo.path)).toEqual(before)
  })

  it('0: prints JSON on request', async () => {
    const { status, stdout } = await run(['segment', stack, '--box', '200,300,200,120', '--json'])
    expect(status).toBe(0)
    expect(JSON.parse(stdout)).toEqual({
      regions: [
        {
          id: expect.stringMatching(/^r\d+$/),
          label: expect.any(String),
          score: expect.any(Number),
          box: expect.objectContaining({ x: expect.any(Number), width: expect.any(Number) }),
          mask: { size: [480, 640], counts: expect.any(String) },
        },
      ],
      answer: expect.any(String),
      reasons: expect.any(Object),
      elapsed_ms: expect.any(Number),
    })
  })

  it('1: nothing fits', async () => {
    const { status, stdout } = await run(['reason', photo.path, 'where', 'is', 'the', 'giraffe?'])
    expect(status).toBe(1)
    expect(stdout.trim().split('\n')).toHaveLength(1)
  })

  it.each([
    [['segment', '/missing.jpg', 'the dog'], /no file "missing.jpg"/],
    [['segment', stack], /Give either words, or --box and --point, or --everything/],
    [['segment', stack, 'the dog', '--everything'], /Give either words/],
    [['segment', stack, '--box', '1,2,3'], /--box: expected x,y,width,height/],
    [['segment'], /missing required argument 'image'/],
    [['segmnt'], /unknown command 'segmnt'/],
    [['export', stack, 'the dog', '--format', 'bmp', '-o', 'a'], /'--format|-f, --format/],
    [['mcp', '--image-responses', 'no'], /--image-responses/],
    [['batch', '/missing.jsonl'], /requests cannot be read \(ENOENT\)/],
  ])('2: one line on stderr for %j', async (args, message) => {
    const { status, stdout, stderr } = await run(args)
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toMatch(message)
    expect(stderr).toMatch(/^deixis: [^\n]+\n(\(Did you mean segment\?\)\n)?$/)
  })

  it('reads options from the environment too', async () => {
    const { status, stderr } = await run(['mcp'], { env: { DEIXIS_IMAGE_RESPONSES: 'no' } })
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: 'deixis: --image-responses (DEIXIS_IMAGE_RESPONSES): expected "allow" or "omit".\n',
    })
  })

  it('shows where an error comes from when asked', async () => {
    const { stderr } = await run(['segment', '/missing.jpg', 'dog'], { env: { DEIXIS_DEBUG: '1' } })
    expect(stderr).toMatch(/\n\s+at /)
  })
})

describe('ground', () => {
  it('prints boxes without masks', async () => {
    const { status, stdout } = await run(['ground', photo.path, '--json'])
    expect(status).toBe(0)
    const { regions } = JSON.parse(stdout)
    expect(Object.keys(regions[0])).toEqual(['id', 'label', 'score', 'box'])
  })
})

describe('export', () => {
  it('writes the file that it names', async () => {
    const file = join(folder, 'found.json')
    const args = ['export', photo.path, photo.phrase, '--format', 'coco', '--output', file]
    const { status, stdout } = await run(args)
    expect(status).toBe(0)
    expect(stdout).toContain(`Written to ${file}`)
    expect(JSON.parse(await readFile(file, 'utf8')).annotations.length).toBeGreaterThan(0)
  })
})

describe('--help', () => {
  it.each([[[]], [['--help']], [['segment', '--help']], [['batch', '--help']], [['chat', '--help']]])(
    'teaches by example: %j',
    async (args) => {
      const { status, stdout } = await run(args)
      expect(status).toBe(0)
      expect(stdout).toMatch(/deixis \w+ \w+\.\w+|\{"id":"a"/)
    },
  )
})
