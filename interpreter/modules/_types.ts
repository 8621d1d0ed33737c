/** `_types` (CPython: Modules/_typesmodule.c): names for the built-in types that are no built-in names. */
import { registerModule } from './registry.ts';
import { defineType } from '../objects/core/define.ts';
import { T } from '../objects/core/registry.ts';
import { addressOf } from '../objects/types/object.ts';

// Nothing makes capsules here: they hold C pointers for other extension modules.
const capsule = defineType('PyCapsule', { final: true, slots: { tp_repr: self => `<capsule object NULL at ${addressOf(self)}>` } });

registerModule('_types', {
  doc: 'Define names for built-in types.',
  attributes: {
    AsyncGeneratorType: T.async_generator,
    BuiltinFunctionType: T.builtin_function_or_method,
    BuiltinMethodType: T.builtin_function_or_method,
    CapsuleType: capsule,
    CellType: T.cell,
    ClassMethodDescriptorType: T.classmethod_descriptor,
    CodeType: T.code,
    CoroutineType: T.coroutine,
    EllipsisType: T.ellipsis,
    FrameType: T.frame,
    FunctionType: T.function,
    GeneratorType: T.generator,
    GenericAlias: T.GenericAlias,
    GetSetDescriptorType: T.getset_descriptor,
    LambdaType: T.function,
    MappingProxyType: T.mappingproxy,
    MemberDescriptorType: T.member_descriptor,
    MethodDescriptorType: T.method_descriptor,
    MethodType: T.method,
    MethodWrapperType: T['method-wrapper'],
    ModuleType: T.module,
    NoneType: T.NoneType,
    NotImplementedType: T.NotImplementedType,
    SimpleNamespace: T.SimpleNamespace,
    TracebackType: T.traceback,
    UnionType: T.Union,
    WrapperDescriptorType: T.wrapper_descriptor,
  },
});
