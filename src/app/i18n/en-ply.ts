/** The English sentences about splat files that cannot be read. */
export const enPly = {
  errors: {
    'ply-zero-bytes': {
      message: '{file} is empty.',
      hint: 'The copy or the download failed. Get the file again from where it came.',
    },
    'ply-too-large': {
      message: '{file} is too large.',
      hint: 'Remove Gaussians in an editor such as SuperSplat, or convert the file to compressed.ply.',
    },
    'ply-pointer': {
      message: '{file} is a pointer of Git LFS, not the splat itself.',
      hint: 'Fetch the splat with git lfs pull.',
    },
    'ply-web-page': {
      message: '{file} is a web page, saved in place of the splat.',
      hint: 'Open the address in a browser, sign in if it asks for that, and download the splat there.',
    },
    'ply-packed': {
      message: '{file} is packed with {format}.',
      hint: 'Unpack it, and use the PLY file inside.',
    },
    'ply-other-splat': {
      message: '{file} is a splat in the format {format}, which is not read.',
      hint: 'Convert it to PLY: open it in SuperSplat (superspl.at/editor) and export it as PLY, or use splat-transform.',
    },
    'ply-unknown': {
      message: '{file} is not a splat that can be read.',
      hint: 'Use PLY, .spz, .sog, .splat, .ksplat or .glb with Gaussians. The programs that train or edit splats export them.',
    },
    'ply-no-end': {
      message: 'The header of {file} has no end.',
      hint: 'The file is cut off, or another program has changed it. Copy it again from where it came, or export it again.',
    },
    'ply-line-ends': {
      message:
        '{file} was damaged on its way: its line ends were converted, and its numbers with them.',
      hint: 'Transfer the original again as binary. With Git, write “*.ply binary” into .gitattributes.',
    },
    'ply-cut': {
      message: '{file} ends too early.',
      hint: 'The copy or the download was interrupted. Get the file again from where it came.',
    },
    'ply-left-over': {
      message: '{file} contains more than its header says.',
      hint: 'Another program has added it. Keep only the first {size} bytes, or export the splat again.',
    },
    'ply-count': {
      message: 'The header of {file} gives a wrong number of Gaussians: {count}.',
      hint: 'If the file is complete, write the right number into the line “element vertex” of its header. If not, copy it again from where it came.',
    },
    'ply-text': {
      message: 'Line {line} of {file} is wrong.',
      hint: 'Correct this line, or export the splat again, preferably as binary PLY.',
    },
    'ply-points': {
      message: '{file} contains points, not Gaussians.',
      hint: 'Train a splat from the points. The training of 3DGS writes its splat to point_cloud/iteration_…/point_cloud.ply.',
    },
    'ply-mesh': {
      message: '{file} is a mesh, not a splat.',
      hint: 'Use the PLY file with the Gaussians from which the mesh was made.',
    },
    'ply-columns': {
      message: '{file} has not all columns that Gaussians need. Missing: {missing}.',
      hint: 'Export the splat again as PLY of 3DGS: x y z, f_dc_0 to 2 or red green blue, opacity, scale_0 to 2, rot_0 to 3.',
    },
    'ply-colours': {
      message: 'The range of the colours in {file} is not certain.',
      hint: 'Red, green and blue must be bytes, whole numbers from 0 to 255, or fractions from 0 to 1. You can also export the splat with f_dc columns.',
    },
    'ply-degree': {
      message: 'The spherical harmonics of {file} cannot be read: {count} columns f_rest.',
      hint: 'Train or export the splat with degree 0, 1, 2 or 3. These have 0, 9, 24 or 45 columns.',
    },
    'ply-no-gaussians': {
      message: '{file} contains no Gaussians, so there is nothing to draw.',
      hint: 'The program that wrote it has removed them all. Export the splat again with other filters.',
    },
    'ply-all-broken': {
      message: 'All {count} Gaussians of {file} are broken, so there is nothing to draw.',
      hint: 'The training that wrote them has failed. Use the splat of an earlier step, or train again.',
    },
    'ply-invalid': {
      message: '{file} is damaged, or breaks the rules of PLY.',
      hint: 'Copy it again from where it came, or export it again from the program that wrote it.',
    },
    'splat-damaged': {
      message: '{file} is damaged, or breaks the rules of the format {format}.',
      hint: 'Copy it again from where it came, or export it again from the program that wrote it.',
    },
    'export-failed': {
      message: '{file} could not be made.',
      hint: 'Save gaussians.ply, and convert it with another program, for example SuperSplat.',
    },
  },
};
