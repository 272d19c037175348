import { PickleBytes } from './bytes.ts';
import type { PickleRules } from './rules.ts';
import { OpaqueObject, PickleGlobal, type PickleValue } from './values.ts';

/** Limits. A checkpoint of 2,000 tensors with optimizer state has 300,000 operations and 50,000 objects. */
const MAX_OPERATIONS = 5_000_000;
const MAX_OBJECTS = 1_000_000;
const MAX_STACK = 1_000_000;
const MAX_MEMO = 1_000_000;
const MAX_MARKS = 1_000;
const MAX_GLOBAL_LENGTH = 500;

/**
 * Reads a pickle of protocol 2 to 5. No class is imported and nothing is called. The rules make values of the names that
 * they allow. The reader uses no recursion, so deep nesting is safe.
 * @throws the errors of the rules
 */
export const runPickle = (bytes: Uint8Array, rules: PickleRules): PickleValue =>
  new PickleMachine(bytes, rules).run();

/**
 * A pickle's stack machine. The comment at each case is the name of the opcode in Python 3's pickletools.
 */
class PickleMachine {
  readonly #rules: PickleRules;
  readonly #in: PickleBytes;
  readonly #stack: PickleValue[] = [];
  /** Height of the stack at each open mark. Operations cannot take values below the last mark. */
  readonly #marks: number[] = [];
  readonly #memo = new Map<number, PickleValue>();
  #objects = 0;

  constructor(bytes: Uint8Array, rules: PickleRules) {
    this.#rules = rules;
    this.#in = new PickleBytes(bytes, rules.errors);
  }

  run(): PickleValue {
    if (this.#in.uint8() !== 0x80) throw this.#refuse('its pickle does not begin with a protocol');
    const protocol = this.#in.uint8();
    if (protocol < 2 || protocol > 5)
      throw this.#refuse(`pickle protocol ${protocol} is not supported`);
    for (let operations = 0; operations < MAX_OPERATIONS; operations++) {
      const opcode = this.#in.uint8();
      if (opcode !== 0x2e) this.#step(opcode);
      else if (this.#stack.length !== 1 || this.#marks.length > 0 || this.#in.left > 0)
        throw this.#refuse('its pickle stops with values or bytes left over');
      else return this.#pop();
    }
    throw this.#tooMuch('its pickle is too long');
  }

  #refuse = (why: string) => this.#rules.errors.damaged(why);

  #tooMuch = (why: string) => this.#rules.errors.tooMuch(why);

  #unsafe = (what: string) => this.#rules.errors.unsafe(what);

  #push(value: PickleValue): void {
    if (this.#stack.length >= MAX_STACK)
      throw this.#tooMuch('its pickle puts too many values on the stack');
    this.#stack.push(value);
  }

  /** Pushes a newly made object and counts it. */
  #create(value: PickleValue): void {
    if (++this.#objects > MAX_OBJECTS) throw this.#tooMuch('its pickle contains too many objects');
    this.#push(value);
  }

  #top(): PickleValue {
    if (this.#stack.length <= (this.#marks.at(-1) ?? 0))
      throw this.#refuse('its pickle takes a value that is not on the stack');
    return this.#stack[this.#stack.length - 1];
  }

  #pop(): PickleValue {
    const value = this.#top();
    this.#stack.length--;
    return value;
  }

  #popToMark(): PickleValue[] {
    const mark = this.#marks.pop();
    if (mark === undefined) throw this.#refuse('its pickle takes a mark that is not set');
    return this.#stack.splice(mark);
  }

  #popLast(count: number): PickleValue[] {
    const values: PickleValue[] = [];
    for (let i = 0; i < count; i++) values.push(this.#pop());
    return values.reverse();
  }

  #global(module: PickleValue, name: PickleValue): PickleGlobal {
    if (typeof module !== 'string' || typeof name !== 'string')
      throw this.#refuse('its pickle names a class by something that is not text');
    const tooLong = module.length + name.length > MAX_GLOBAL_LENGTH;
    if (tooLong || !this.#rules.allows(module, name)) throw this.#unsafe(`${module}.${name}`);
    return new PickleGlobal(module, name);
  }

  #construct(callee: PickleValue, args: PickleValue): void {
    if (!(callee instanceof PickleGlobal)) throw this.#unsafe('a call of something without a name');
    if (!Array.isArray(args))
      throw this.#refuse('its pickle calls a class with arguments that are not a tuple');
    this.#create(this.#rules.construct(callee, args));
  }

  #put(key: number): void {
    this.#memo.set(key, this.#top());
    if (this.#memo.size > MAX_MEMO)
      throw this.#tooMuch('its pickle stores too many values in its memo');
  }

  #get(key: number): void {
    const value = this.#memo.get(key);
    if (value === undefined) throw this.#refuse('its pickle takes a value that is not in its memo');
    this.#push(value);
  }

  #setItems(pairs: readonly PickleValue[]): void {
    const target = this.#top();
    if (pairs.length % 2 !== 0) throw this.#refuse('its pickle has a key without a value');
    if (target instanceof Map)
      for (let i = 0; i < pairs.length; i += 2) target.set(pairs[i], pairs[i + 1]);
    else if (!(target instanceof OpaqueObject))
      throw this.#refuse('its pickle adds entries to something that is not a dict');
  }

  #append(items: readonly PickleValue[]): void {
    const target = this.#top();
    if (Array.isArray(target)) for (const item of items) target.push(item);
    else if (!(target instanceof OpaqueObject))
      throw this.#refuse('its pickle adds elements to something that is not a list');
  }

  #build(): void {
    const state = this.#pop();
    const target = this.#top();
    if (target instanceof PickleGlobal) throw this.#unsafe(`a change of ${target.path}`);
    if (!this.#rules.setState(target, state))
      throw this.#refuse('its pickle sets the state of a plain value');
  }

  #dict(pairs: readonly PickleValue[]): void {
    this.#create(new Map());
    this.#setItems(pairs);
  }

  #step(opcode: number): void {
    const bytes = this.#in;
    switch (opcode) {
      case 0x28: // MARK
        if (this.#marks.length >= MAX_MARKS) throw this.#tooMuch('its pickle nests too deeply');
        this.#marks.push(this.#stack.length);
        return;
      case 0x30: // POP
        if (this.#stack.length === this.#marks.at(-1)) this.#marks.pop();
        else this.#pop();
        return;
      case 0x31: // POP_MARK
        this.#popToMark();
        return;
      case 0x32: // DUP
        return this.#push(this.#top());

      case 0x4e: // NONE
        return this.#push(null);
      case 0x88: // NEWTRUE
        return this.#push(true);
      case 0x89: // NEWFALSE
        return this.#push(false);
      case 0x4b: // BININT1
        return this.#push(bytes.uint8());
      case 0x4d: // BININT2
        return this.#push(bytes.uint16());
      case 0x4a: // BININT
        return this.#push(bytes.int32());
      case 0x47: // BINFLOAT
        return this.#push(bytes.float64());
      case 0x8a: // LONG1
        return this.#push(bytes.long(bytes.uint8()));
      case 0x8b: // LONG4
        return this.#push(bytes.long(bytes.int32()));
      case 0x8c: // SHORT_BINUNICODE
        return this.#push(bytes.text(bytes.uint8()));
      case 0x58: // BINUNICODE
        return this.#push(bytes.text(bytes.uint32()));
      case 0x8d: // BINUNICODE8
        return this.#push(bytes.text(bytes.uint64()));
      case 0x43: // SHORT_BINBYTES
        return this.#create(bytes.bytes(bytes.uint8()));
      case 0x42: // BINBYTES
        return this.#create(bytes.bytes(bytes.uint32()));
      case 0x8e: // BINBYTES8
      case 0x96: // BYTEARRAY8
        return this.#create(bytes.bytes(bytes.uint64()));

      case 0x7d: // EMPTY_DICT
        return this.#dict([]);
      case 0x64: // DICT
        return this.#dict(this.#popToMark());
      case 0x73: // SETITEM
        return this.#setItems(this.#popLast(2));
      case 0x75: // SETITEMS
        return this.#setItems(this.#popToMark());
      case 0x5d: // EMPTY_LIST
      case 0x29: // EMPTY_TUPLE
      case 0x8f: // EMPTY_SET
        return this.#create([]);
      case 0x6c: // LIST
      case 0x74: // TUPLE
      case 0x91: // FROZENSET
        return this.#create(this.#popToMark());
      case 0x85: // TUPLE1
      case 0x86: // TUPLE2
      case 0x87: // TUPLE3
        return this.#create(this.#popLast(opcode - 0x84));
      case 0x61: // APPEND
        return this.#append(this.#popLast(1));
      case 0x65: // APPENDS
      case 0x90: // ADDITEMS
        return this.#append(this.#popToMark());

      case 0x71: // BINPUT
        return this.#put(bytes.uint8());
      case 0x72: // LONG_BINPUT
        return this.#put(bytes.uint32());
      case 0x94: // MEMOIZE
        return this.#put(this.#memo.size);
      case 0x68: // BINGET
        return this.#get(bytes.uint8());
      case 0x6a: // LONG_BINGET
        return this.#get(bytes.uint32());

      case 0x63: // GLOBAL
        return this.#create(this.#global(bytes.line(), bytes.line()));
      case 0x93: {
        // STACK_GLOBAL
        const [module, name] = this.#popLast(2);
        return this.#create(this.#global(module, name));
      }
      case 0x52: // REDUCE
      case 0x81: {
        // NEWOBJ
        const [callee, args] = this.#popLast(2);
        return this.#construct(callee, args);
      }
      case 0x92: {
        // NEWOBJ_EX
        const [callee, args] = this.#popLast(3);
        return this.#construct(callee, args);
      }
      case 0x69: {
        // INST
        const callee = this.#global(bytes.line(), bytes.line());
        return this.#construct(callee, this.#popToMark());
      }
      case 0x6f: {
        // OBJ
        const [callee = null, ...args] = this.#popToMark();
        return this.#construct(callee, args);
      }
      case 0x82: // EXT1
      case 0x83: // EXT2
      case 0x84: // EXT4
        throw this.#unsafe('a class that is named by a number');
      case 0x62: // BUILD
        return this.#build();
      case 0x51: // BINPERSID
        return this.#create(this.#rules.persistent(this.#pop()));
      case 0x95: // FRAME
        if (bytes.uint64() > bytes.left) throw this.#refuse('its pickle is cut off');
        return;
    }
    const hex = opcode.toString(16).padStart(2, '0');
    throw this.#refuse(`its pickle has opcode 0x${hex}, which is not read`);
  }
}
