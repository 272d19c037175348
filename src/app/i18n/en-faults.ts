import type { Fault } from '../../core/faults.ts';

/** The English sentences about files of checkpoints that cannot be imported: one sentence and one hint for each fault. */
export const enFaults = {
  damaged: {
    message: 'The checkpoint {file} is damaged or cut off.',
    hint: 'Download or copy it again, and compare the sizes of both files.',
  },
  unreadable: {
    message: 'The file {file} could not be read.',
    hint: 'Check that it is still there, and that you may read it. Then add it again.',
  },
  'lfs-pointer': {
    message: 'The file {file} is a pointer of Git LFS, not the weights.',
    hint: 'Run git lfs pull in its folder, or download the file itself.',
  },
  'web-page': {
    message: 'The file {file} is a web page that was saved in place of the weights.',
    hint: 'Open its address in a browser. If the page asks for it, sign in and accept the terms. Then download the file itself.',
  },
  'not-json': {
    message: 'The file {file} is not JSON.',
    hint: 'Correct it at the place that the details name, or copy it again from the original.',
  },
  'too-many-files': {
    message: 'There are more than {count} files. The last one is {file}.',
    hint: 'Add only the folder of the checkpoint.',
  },

  'unknown-format': {
    message: 'The file {file} has no format that can be read.',
    hint: 'Use a .safetensors file, or a file that torch.save wrote.',
  },
  'other-format': {
    message: 'The file {file} has the format {format}, which cannot be read.',
    hint: 'Use the PyTorch or safetensors version of these weights. Or load them in Python and save them with safetensors.torch.save_file.',
  },
  archive: {
    message: 'The file {file} is an archive.',
    hint: 'Unpack it, and add the files that were in it.',
  },
  distributed: {
    message: 'The file {file} belongs to a checkpoint that several processes wrote together.',
    hint: 'Join its parts first: with python -m torch.distributed.checkpoint.format_utils dcp_to_torch, or with DeepSpeed’s zero_to_fp32.py. Then import the result.',
  },
  'old-torch': {
    message: 'A version of PyTorch before 1.6 saved the checkpoint {file}.',
    hint: 'Load it with torch.load in PyTorch 1.6 or newer, and save it again with torch.save.',
  },
  'plain-pickle': {
    message: 'Python’s pickle saved the file {file}, not torch.save.',
    hint: 'Load it in Python, and save the tensors again with torch.save.',
  },
  program: {
    message: 'The file {file} is a program (TorchScript or torch.export), not a dict of weights.',
    hint: 'Load it with torch.jit.load or torch.export.load. Then save its state_dict() with torch.save.',
  },
  compressed: {
    message: 'The checkpoint {file} was compressed or encrypted after it was saved.',
    hint: 'Use the file that torch.save wrote. Or load this file with torch.load, and save it again with torch.save.',
  },
  'big-endian': {
    message: 'The checkpoint {file} was saved on a computer with another byte order (big-endian).',
    hint: 'Load it in PyTorch on a usual computer, and save it again with torch.save.',
  },
  limits: {
    message: 'The checkpoint {file} has more parts than any model that can be imported.',
    hint: 'Save only the weights: torch.save(model.state_dict(), file).',
  },

  'whole-module': {
    message: 'The checkpoint {file} contains a whole model, not only its weights.',
    hint: 'Load it in PyTorch, and save only the weights: torch.save(model.state_dict(), file).',
  },
  'own-class': {
    message:
      'The checkpoint {file} needs the class {global} of the program that saved it, so it was not opened.',
    hint: 'If you trust the file, load it in that program. Then save only the weights: torch.save(model.state_dict(), file).',
  },
  nameless: {
    message: 'The tensors in {file} have no names.',
    hint: 'Save them with their names: torch.save(model.state_dict(), file).',
  },
  numpy: {
    message: 'The checkpoint {file} contains NumPy arrays, not tensors of PyTorch.',
    hint: 'Make a tensor of each array with torch.from_numpy, and save the dict again with torch.save.',
  },
  'optimizer-only': {
    message: 'The file {file} contains the state of an optimizer, but no weights.',
    hint: 'Add the file with the weights. Most trainings save it beside this file.',
  },
  'lora-only': {
    message: 'The file {file} contains only a LoRA, not a whole network.',
    hint: 'Merge it into the model that it was trained for, for example with fuse_lora() of diffusers. Then save the whole model.',
  },
  'no-weights': {
    message: 'The file {file} contains no weights.',
    hint: 'Add the file with the weights, which model.state_dict() gives.',
  },

  'number-types': {
    message:
      'Numbers in {file} have the type {types}. Only float32, float16 and bfloat16 can be read.',
    hint: 'Convert the model with model.float(), and save its state_dict() again.',
  },
  quantised: {
    message: 'The weights in {file} are quantised: they have the type {types}.',
    hint: 'Use the weights from before the quantisation.',
  },
  strided: {
    message:
      'The tensor {tensor} in {file} is not contiguous: it is transposed or expanded, or its channels are last.',
    hint: 'Call .contiguous() on it, and save the checkpoint again.',
  },
  negated: {
    message: 'The tensor {tensor} in {file} is a lazy negative.',
    hint: 'Call .resolve_neg() on it, and save the checkpoint again.',
  },
  'not-finite': {
    message: 'The tensor {tensor} in {file} contains NaN or infinity.',
    hint: 'The training had probably diverged when this checkpoint was saved. Use an earlier one.',
  },
  'half-range': {
    message:
      'The tensor {tensor} in {file} has values beyond 65504, the largest number in 16-bit floats.',
    hint: 'Choose 32-bit floats as the precision, and import again.',
  },
  'large-tensor': {
    message: 'The tensor {tensor} in {file} takes {size}, which is too large for one file.',
    hint: 'Choose a precision with fewer bits, and import again.',
  },

  'tensors-missing': {
    message:
      'The file {file} lacks {count} of the tensors that its network needs. The first is {tensor}.',
    hint: 'The file was probably saved only in part, or its network has other layers than ours. Save the whole model.state_dict(), or use the original file.',
  },
  'tensors-reshaped': {
    message:
      'In {file}, the shapes of some tensors are not those of the network. Their number is {count}, and the first is {tensor}.',
    hint: 'The weights probably belong to a variant of the network that cannot be imported. Use weights with the layout of FaceLift or LGM.',
  },
  'config-of-others': {
    message:
      'The config.json beside {file} asks for tensors that these weights lack, or for other shapes. Their number is {count}, and the first is {tensor}.',
    hint: 'The config.json probably belongs to other weights. Use the one that was saved with this file.',
  },
  'config-value': {
    message: 'In {file}, {field} is missing or has a value that cannot be used.',
    hint: 'Use the file that was saved with these weights.',
  },
  'layers-missing': {
    message: 'In {file}, the layers have a gap. Missing: {missing}.',
    hint: 'The file was probably saved only in part. Save the whole model.state_dict(), or use the original file.',
  },
  'index-of-others': {
    message: 'The file {index} lists the tensor {tensor}, which none of the parts contains.',
    hint: 'The parts and the index probably come from different checkpoints. Copy all of them again from one folder.',
  },
  'not-one-model': {
    message: 'The files {file} and {other} belong to different models.',
    hint: 'Add only the files of one model.',
  },
  'unsupported-network': {
    message: 'The network in {file} is a variant that cannot be imported.',
    hint: 'Use weights with the layout of FaceLift or LGM. Their width, depth and patch size may differ.',
  },
} satisfies Record<Fault, { message: string; hint: string }>;
