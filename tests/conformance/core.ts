/** CPython's tests of the language, of its types, and of the modules that most programs use. */
export const CORE: readonly string[] = `
test_grammar test_builtin test_int test_long test_float test_complex test_bool test_str test_bytes test_list test_tuple
test_dict test_set test_range test_slice test_enumerate test_iter test_generators test_coroutines test_asyncgen
test_listcomps test_setcomps test_dictcomps test_genexps test_class test_descr test_super test_metaclass test_property
test_decorators test_scope test_keywordonlyarg test_positional_only_arg test_unpack test_unpack_ex test_patma test_with
test_exceptions test_exception_group test_except_star test_raise test_traceback test_named_expressions test_fstring
test_tstring test_format test_string test_syntax test_compile test_dis test_code test_ast test_tokenize test_symtable
test_marshal test_type_params test_type_annotations test_typing test_dataclasses test_enum test_functools test_itertools
test_collections test_operator test_copy test_json test_re test_math test_random test_statistics test_fractions
test_decimal test_datetime test_contextlib test_heapq test_bisect test_textwrap test_io test_pathlib test_import
test_importlib test_inspect test_unittest
`
  .trim()
  .split(/\s+/);
