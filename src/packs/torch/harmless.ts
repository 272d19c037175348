/**
 * Names of classes and functions that a checkpoint may contain in addition to the weights. The reader only builds
 * tensors, dicts and lists, and makes inert placeholders of all other names. So no name could do harm here. But a file
 * that was made to attack PyTorch must be refused, so that nobody passes it on as a checkpoint.
 */
const HARMLESS: readonly RegExp[] = [
  /^(builtins|__builtin__)\.(set|frozenset|list|dict|tuple|int|long|float|complex|bool|str|unicode|bytes|bytearray|slice|range|object)$/,
  /^collections\.(OrderedDict|defaultdict|Counter|deque)$/,
  /^(copyreg|copy_reg)\._reconstructor$/,
  /^_codecs\.encode$/,
  /^datetime\.(datetime|date|time|timedelta|timezone)$/,
  /^(pathlib|typing|decimal|fractions|uuid)(\.\w+)*\.[A-Z]\w*$/,
  /^(argparse\.Namespace|types\.SimpleNamespace)$/,

  /^torch\.([A-Z]\w*|device|dtype|layout|memory_format|strided|contiguous_format|channels_last|preserve_format)$/,
  /^torch\.((bfloat|float|u?int|qu?int|complex|bits)\d\w*|half|float|double|short|int|long|bool|cfloat|cdouble)$/,
  /^torch\._utils\._rebuild_\w+$/,
  /^torch\._tensor\._rebuild_from_type(_v2)?$/,
  /^torch\.(nn|optim|amp|cuda|distributions)(\.\w+)*\.[A-Z]\w*$/,
  /^torch\.(nn\.functional|_C\._nn)\.[a-z]\w*$/,
  /^torch\.(cuda\.)?amp\.grad_scaler\._refresh_per_optimizer_state$/,
  /^torch\.storage\.(Typed|Untyped)Storage$/,
  /^torch\.serialization\._get_layout$/,
  /^torch\.torch_version\.TorchVersion$/,

  /^numpy\.(dtype|ndarray|bool_?|(u?int|float|complex)\d+|u?longlong|longdouble|str_|bytes_|datetime64|timedelta64)$/,
  /^numpy\._?core\.(multiarray\.(scalar|_reconstruct)|numeric\._frombuffer)$/,
  /^numpy\.dtypes\.[A-Z]\w*$/,
  /^numpy\.random(\.\w+)*\.([A-Z]\w*|__\w+_ctor|__pyx_unpickle_\w+)$/,

  /^(omegaconf|easydict|yacs|addict|munch|ml_collections)(\.\w+)*\.[A-Z]\w*$/,
  /^(pytorch_lightning|lightning|lightning_fabric)(\.\w+)*\.[A-Z]\w*$/,
  /^diffusers\.configuration_utils\.FrozenDict$/,
];

/**
 * Whether `module.name` may occur in a checkpoint. A name that contains a dot is not allowed, because it could reach
 * other modules through a module's attributes.
 */
export const isHarmless = (module: string, name: string): boolean =>
  /^\w+$/.test(name) && HARMLESS.some((pattern) => pattern.test(`${module}.${name}`));
